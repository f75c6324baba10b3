// Makes the tokenizers beside this script and what Hugging Face's library makes of texts with them.
//   npm install tokenizers@0.23.2 && node make.mjs OUT TEXT...
// TEXT: UTF-8 files to learn vocabularies from. Made with node 20.20, tokenizers 0.23.2 and the
// English, German, Spanish and Chinese files of XQuAD together with manual pages in Japanese, Korean, Russian and Ukrainian.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as kinds from './kinds.mjs';

const { Tokenizer } = createRequire(join(process.cwd(), 'package.json'))('tokenizers');
const [out, ...files] = process.argv.slice(2);
const texts = files.map(f => readFileSync(f, 'utf8'));
const learn = texts.map(t => t.slice(0, 40000)).join('\n');

const hard = [
  '', ' ', '  ', '\n', '\t\tx', 'a', 'Hello, world!', "I'm sure you'll say it's what they'd've done, WE'RE told 'S and 's 'ſ", 'Hello   world  \n\n  next line\r\n\r\nend   ',
  '1234567890 12,345.67 3½ ²³ Ⅷ ٣٤٥', 'naïve café — “quoted” … ‘single’', 'e\u0301 a\u0308\u0323 \u0323\u0308 ệ ḍ̇ \u1100\u1161\u11a8 각 Å \u212b ﬁ ﬀ ①', 'İstanbul ISPARTA ŞİŞLİ ﬁnﬂ ẞ ß K',
  '你好，世界！今天天气很好。', 'こんにちは、世界。カタカナとひらがな ｶﾞﾊﾟ ー', '안녕하세요 세계', 'Привет, мир! Ещё раз: ёжик', 'Γειά σου Κόσμε ΌΣΟΣ', 'مرحبا بالعالم ١٢٣', 'שלום עולם', 'नमस्ते दुनिया क्षत्रिय', 'สวัสดีชาวโลก', 'გამარჯობა',
  '👋🏽 👨‍👩‍👧‍👦 🇩🇪🇫🇷 ☃️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '𝒳 𝔘𝔫𝔦 𐐀𐐨 𠮷野家 🀄', 'zero\u200bwidth\u200djoin\ufeffbom\u00a0nbsp\u2003em\u3000ideo\u2028line', 'nul\0nul \u0001\u001f\u007f\u0085\u009f \ufffd \ue000 \u0378',
  'function f(x) {\n\treturn x_1 + "str\\n" /* c */;\n}\n\n\n    indented\n', 'https://example.com/a/b?c=d&e=%20#f foo@bar.co.uk', 'camelCaseWord HTTPServer XMLHttpRequest2 iOS-App don’t', 'ＦＵＬＬ　ｗｉｄｔｈ １２３',
  '<|endoftext|> x<|endoftext|>y  <mask>  z <s>a</s> <unk> [MASK] [CLS] <think>', 'text <|im_start|>user\nhi<|im_end|>\n<|begin_of_text|><|eot_id|>', 'new york New York New Yorker aNew York  <sep>  x<sep>', 'a'.repeat(300), 'ab'.repeat(120) + ' ' + 'x'.repeat(101),
  ' unmergeable Überraschung 模型 ', '▁already▁there ▁ x', '     ', '\u00a0\u00a0x', 'ééé'.normalize('NFD'), '- -- --- ... ?! $5 €5 ^_^ `a` ~', 'a\r\nb\rc\n\rd', 'Ａ\u0301 ¨ ´ ｡ ﾞ', 'f\u0327\u0301 q\u0307\u0323',
  '🥰! x🥰 🦖🦖 !🪐? ₿9 \u20bf$ ♟\u2bd2 𞤀\u{11d60} a\u0589b \u061c\u0589 \u0905\u0953\u0954 Აბ \u31bb中',
];
const made = {
  gpt2: kinds.gpt2(learn, 1500), roberta: kinds.roberta(learn, 1200), llama3: kinds.llama3(learn, 1500), qwen2: kinds.qwen2(learn, 1500), o200k: kinds.o200k(learn, 1200), llama2: kinds.llama2(learn, 1200),
  mistral: kinds.mistral(learn, 1200), bert: kinds.bert(learn, 1500), xlmr: kinds.xlmr(learn, 3000), mixture: kinds.mixture(learn),
};

const seen = e => ({ ids: e.getIds(), offsets: e.getOffsets().flat(), words: e.getWordIds().map(w => w ?? -1), types: e.getTypeIds(), special: e.getSpecialTokensMask() });
for (const [name, json] of Object.entries(made)) {
  const tokenizer = Tokenizer.fromString(JSON.stringify(json));
  writeFileSync(join(out, `${name}.json`), JSON.stringify(json));
  const results = [];
  for (const text of hard) {
    const plain = await tokenizer.encode(text, null, { addSpecialTokens: false });
    const full = await tokenizer.encode(text, null, { addSpecialTokens: true });
    results.push({ text, ids: plain.getIds(), offsets: plain.getOffsets().flat(), words: plain.getWordIds().map(w => w ?? -1), full: full.getIds(), fullOffsets: full.getOffsets().flat(), decoded: await tokenizer.decode(full.getIds(), true), kept: await tokenizer.decode(full.getIds(), false) });
  }
  const pair = seen(await tokenizer.encode('How are you?', "I'm fine, thanks.", { addSpecialTokens: true }));
  const cut = {};
  for (const direction of ['right', 'left']) {
    tokenizer.setTruncation(9, { direction, stride: 2 });
    const e = await tokenizer.encode(hard[7], null, { addSpecialTokens: true });
    cut[direction] = { ...seen(e), overflowing: e.getOverflowing().map(seen) };
  }
  tokenizer.setTruncation(12, {});
  const cutPair = seen(await tokenizer.encode(hard[7], hard[10], { addSpecialTokens: true }));
  writeFileSync(join(out, `${name}.cases.json`), JSON.stringify({ results, pair, cut, cutPair }));
}
