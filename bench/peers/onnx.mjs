// ONNX Runtime (npm onnxruntime-node) running encoders, beside Assay. After `ready {json}` it answers, as peer.py says,
//   load NAME FILE THREADS             opens a model under a name                                   -> load NAME
//   ids BATCH LENGTH PATH              int32 ids from a file, then the length of each text          -> ids BATCH LENGTH
//   run NAME TIMES                     the model on the texts, the mean of TIMES                    -> run SECONDS
//   states NAME PATH                   the states of the texts as floats into a file                -> states COUNT
// A model takes `ids`, and `mask` (1 for a token, 0 for padding) or `lengths` where it was made for padded texts.
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const ort = require('onnxruntime-node');
const { version } = require('onnxruntime-node/package.json');
const sessions = new Map();
let batch = 0, length = 0, ids, lengths;

function inputs(session) {
  const feeds = { ids: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [batch, length]) };
  for (const { name, type } of session.inputMetadata) {
    if (name === 'lengths') feeds.lengths = new ort.Tensor('int32', Int32Array.from(lengths), [batch]);
    if (name !== 'mask') continue;
    const mask = Array.from({ length: batch * length }, (_, i) => i % length < lengths[Math.floor(i / length)] ? 1 : 0);
    feeds.mask = type === 'int64' ? new ort.Tensor('int64', BigInt64Array.from(mask, BigInt), [batch, length]) : new ort.Tensor('int32', Int32Array.from(mask), [batch, length]);
  }
  return feeds;
}

const verbs = {
  async load(name, file, threads) {
    await sessions.get(name)?.release();
    sessions.set(name, await ort.InferenceSession.create(file, { executionProviders: ['cpu'], graphOptimizationLevel: 'all', executionMode: 'sequential', intraOpNumThreads: Number(threads) }));
    return name;
  },
  ids(texts, tokens, path) {
    [batch, length] = [Number(texts), Number(tokens)];
    const bytes = readFileSync(path), all = new Int32Array(bytes.buffer, bytes.byteOffset, batch * length + batch);
    ids = all.slice(0, batch * length);
    lengths = all.slice(batch * length);
    return `${batch} ${length}`;
  },
  async run(name, times) {
    const session = sessions.get(name), feeds = inputs(session);
    await session.run(feeds);
    const started = process.hrtime.bigint();
    for (let i = 0; i < Number(times); i++) await session.run(feeds);
    return (Number(process.hrtime.bigint() - started) / 1e9 / Number(times)).toFixed(9);
  },
  async states(name, path) {
    const session = sessions.get(name), { states } = await session.run(inputs(session));
    writeFileSync(path, Buffer.from(states.data.buffer, states.data.byteOffset, states.data.byteLength));
    return String(states.data.length);
  },
};

console.log('ready ' + JSON.stringify({ name: 'ONNX Runtime', version, buildSeconds: 0, bytes: 0 }));
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...rest] = line.trim().split(' ');
  console.log(`${verb} ${await verbs[verb](...rest)}`);
}
