// Hugging Face's tokenizers library, asked over files. Run by the benchmark 'tokenizers' and by eng/fetch-peers.
//   node tokenizers.mjs make FOLDER   tokenizers of all kinds, from FOLDER/corpus.txt, into FOLDER
//   node tokenizers.mjs encode FOLDER KIND   ids and offsets of every document of FOLDER/corpus.txt into FOLDER/KIND.bin, time as JSON
// Documents are separated by U+001E. In the .bin file each has its number of tokens, their ids, and their starts and ends in characters, as 32-bit
// integers. One thread: TOKENIZERS_PARALLELISM=false.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as kinds from './tokenizer-kinds.mjs';

const { Tokenizer } = createRequire(import.meta.url)('tokenizers');
const [verb, folder, kind] = process.argv.slice(2);
const documents = readFileSync(join(folder, 'corpus.txt'), 'utf8').split('\u001e');

if (verb === 'make') {
  const learn = documents.filter((_, i) => i % 12 === 0).map(d => d.slice(0, 6000)).join('\n').slice(0, 1_500_000);
  const made = {
    gpt2: kinds.gpt2(learn, 6000), roberta: kinds.roberta(learn, 6000), llama3: kinds.llama3(learn, 6000), qwen2: kinds.qwen2(learn, 6000), o200k: kinds.o200k(learn, 6000),
    llama2: kinds.llama2(learn, 4000), mistral: kinds.mistral(learn, 4000), bert: kinds.bert(learn, 4000), xlmr: kinds.xlmr(learn, 20000), mixture: kinds.mixture(learn),
  };
  for (const [name, json] of Object.entries(made)) writeFileSync(join(folder, `${name}.json`), JSON.stringify(json));
} else {
  const tokenizer = Tokenizer.fromFile(join(folder, `${kind}.json`));
  const parts = [];
  let nanoseconds = 0n;
  for (const document of documents) {
    const started = process.hrtime.bigint();
    const encoding = await tokenizer.encode(document, null, { addSpecialTokens: true });
    nanoseconds += process.hrtime.bigint() - started;
    const ids = encoding.getIds(), offsets = encoding.getOffsets();
    const part = new Int32Array(1 + 3 * ids.length);
    part[0] = ids.length;
    part.set(ids, 1);
    for (let i = 0; i < ids.length; i++) { part[1 + ids.length + 2 * i] = offsets[i][0]; part[2 + ids.length + 2 * i] = offsets[i][1]; }
    parts.push(Buffer.from(part.buffer));
  }
  writeFileSync(join(folder, `${kind}.bin`), Buffer.concat(parts));
  console.log(JSON.stringify({ seconds: Number(nanoseconds) / 1e9 }));
}
