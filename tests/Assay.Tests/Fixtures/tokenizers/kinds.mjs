// Tokenizers of the kinds that models have, with small vocabularies learned from a text. Used by make.mjs and by the benchmark.
const words = (text, pattern) => {
  const counts = new Map();
  for (const word of text.match(pattern) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

const byteAlphabet = (() => {
  const alphabet = [];
  let next = 256;
  for (let b = 0; b < 256; b++) alphabet.push(String.fromCodePoint((b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174 ? b : next++));
  return alphabet;
})();

const toBytes = word => [...Buffer.from(word, 'utf8')].map(b => byteAlphabet[b]).join('');

// Merges the most frequent pair, the first in order of text among equals, until there are enough or the best is seen once.
function learnMerges(counts, symbolsOf, join, most) {
  const list = [...counts].map(([word, count]) => ({ symbols: symbolsOf(word), count }));
  const pairs = new Map(), places = new Map();
  const change = (word, index, sign) => {
    const key = list[index].symbols[word] + '\u0001' + list[index].symbols[word + 1];
    pairs.set(key, (pairs.get(key) ?? 0) + sign * list[index].count);
    if (sign > 0) (places.get(key) ?? places.set(key, new Set()).get(key)).add(index);
  };
  list.forEach((w, index) => { for (let i = 0; i + 1 < w.symbols.length; i++) change(i, index, 1); });
  const merges = [];
  while (merges.length < most) {
    let best = null, count = 1;
    for (const [key, c] of pairs) if (c > count) [best, count] = [key, c];
    if (best === null) break;
    const [left, right] = best.split('\u0001');
    merges.push([left, right]);
    for (const index of [...places.get(best)]) {
      const w = list[index];
      for (let i = 0; i + 1 < w.symbols.length; i++) change(i, index, -1);
      const merged = [];
      for (let i = 0; i < w.symbols.length; i++) {
        if (w.symbols[i] === left && w.symbols[i + 1] === right) { merged.push(join(left, right)); i++; } else merged.push(w.symbols[i]);
      }
      w.symbols = merged;
      for (let i = 0; i + 1 < w.symbols.length; i++) change(i, index, 1);
    }
    pairs.delete(best);
  }
  return merges;
}

const vocabulary = tokens => Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));
const added = (content, id, more = {}) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...more });
const file = parts => ({ version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, ...parts });
const byteLevel = (more = {}) => ({ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true, ...more });
const bpe = more => ({ type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false, ...more });
const split = pattern => ({ type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false });

export const patterns = {
  llama3: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  qwen2: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  o200k: "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
};

// The character map of a SentencePiece model, as a double-array trie over UTF-8 bytes; keys are placed one node after the other.
export function charsmap(rules) {
  const root = { next: new Map(), value: -1 };
  const replacements = [];
  let length = 0;
  for (const [from, to] of rules) {
    let node = root;
    for (const b of Buffer.from(from, 'utf8')) node = node.next.get(b) ?? node.next.set(b, { next: new Map(), value: -1 }).get(b);
    node.value = length;
    const bytes = Buffer.concat([Buffer.from(to, 'utf8'), Buffer.from([0])]);
    replacements.push(bytes);
    length += bytes.length;
  }
  const units = [0], used = [true];
  let bases = 1;
  const place = (node, at) => {
    const labels = [...(node.value >= 0 ? [0] : []), ...node.next.keys()].sort((a, b) => a - b);
    let offset = bases;
    // An offset of 2^21 or more needs a multiple of 256; these maps are far smaller.
    while (labels.some(l => used[at ^ offset ^ l])) offset++;
    if (labels.length > 1) bases = Math.max(1, bases);
    units[at] = ((units[at] ?? 0) | (offset << 10) | (node.value >= 0 ? 0x100 : 0)) >>> 0;
    for (const l of labels) used[at ^ offset ^ l] = true;
    if (node.value >= 0) units[at ^ offset] = (node.value | 0x80000000) >>> 0;
    for (const l of node.next.keys()) units[at ^ offset ^ l] = l;
    for (const [l, child] of node.next) place(child, at ^ offset ^ l);
  };
  place(root, 0);
  const size = Math.ceil(units.length / 256) * 256;
  const trie = Buffer.alloc(4 + size * 4);
  trie.writeUInt32LE(size * 4, 0);
  for (let i = 0; i < size; i++) trie.writeUInt32LE((units[i] ?? 0) >>> 0, 4 + i * 4);
  return Buffer.concat([trie, ...replacements]).toString('base64');
}

function byteBpe(text, pattern, merges, more = {}) {
  const learned = learnMerges(words(text, pattern), w => [...toBytes(w)], (a, b) => a + b, merges);
  return bpe({ vocab: vocabulary([...byteAlphabet, ...learned.map(m => m.join(''))]), merges: learned, ...more });
}

const jsGpt2 = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const jsLlama3 = /'(?:[sdmtSDMT]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu;

export function gpt2(text, merges) {
  const model = byteBpe(text, jsGpt2, merges);
  model.merges = model.merges.map(m => m.join(' '));
  const end = Object.keys(model.vocab).length;
  model.vocab['<|endoftext|>'] = end;
  return file({ added_tokens: [added('<|endoftext|>', end, { normalized: true }), added('<mask>', end + 1, { lstrip: true })], pre_tokenizer: byteLevel(), post_processor: byteLevel(), decoder: byteLevel({ add_prefix_space: true }), model });
}

export function roberta(text, merges) {
  const model = byteBpe(text, jsGpt2, merges);
  const first = Object.keys(model.vocab).length;
  ['<s>', '</s>', '<pad>', '<unk>', '<mask>'].forEach((t, i) => { model.vocab[t] = first + i; });
  model.unk_token = '<unk>';
  return file({
    added_tokens: [added('<s>', first), added('</s>', first + 1), added('<pad>', first + 2), added('<mask>', first + 4, { lstrip: true })],
    pre_tokenizer: byteLevel({ add_prefix_space: true }), decoder: byteLevel({ add_prefix_space: true }),
    post_processor: { type: 'RobertaProcessing', sep: ['</s>', first + 1], cls: ['<s>', first], trim_offsets: true, add_prefix_space: true }, model,
  });
}

export function llama3(text, merges) {
  // Some whole words whose merges are missing, which ignore_merges finds all the same.
  const model = byteBpe(text, jsLlama3, merges, { ignore_merges: true });
  for (const word of [' unmergeable', 'Überraschung', ' 模型']) model.vocab[toBytes(word)] ??= Object.keys(model.vocab).length;
  const first = Object.keys(model.vocab).length;
  const template = ids => ids.map(id => id.startsWith('<') ? { SpecialToken: { id, type_id: 0 } } : { Sequence: { id, type_id: id === 'A' ? 0 : 1 } });
  const bos = '<|begin_of_text|>';
  return file({
    added_tokens: [bos, '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'].map((t, i) => added(t, first + i)),
    pre_tokenizer: { type: 'Sequence', pretokenizers: [split(patterns.llama3), byteLevel({ use_regex: false })] },
    post_processor: { type: 'Sequence', processors: [byteLevel({ add_prefix_space: true, trim_offsets: false }), { type: 'TemplateProcessing', single: template([bos, 'A']), pair: template([bos, 'A', bos, 'B']), special_tokens: { [bos]: { id: bos, ids: [first], tokens: [bos] } } }] },
    decoder: byteLevel({ add_prefix_space: true }), model,
  });
}

export function qwen2(text, merges) {
  const model = byteBpe(text.normalize('NFC'), /'(?:[sdmtSDMT]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu, merges);
  const first = Object.keys(model.vocab).length;
  return file({
    added_tokens: ['<|endoftext|>', '<|im_start|>', '<|im_end|>'].map((t, i) => added(t, first + i)).concat([added('<think>', first + 3, { special: false })]),
    normalizer: { type: 'NFC' }, pre_tokenizer: { type: 'Sequence', pretokenizers: [split(patterns.qwen2), byteLevel({ use_regex: false, trim_offsets: false })] },
    post_processor: byteLevel({ trim_offsets: false, use_regex: false }), decoder: byteLevel({ trim_offsets: false, use_regex: false }), model,
  });
}

export function o200k(text, merges) {
  const model = byteBpe(text, jsLlama3, merges);
  const first = Object.keys(model.vocab).length;
  return file({
    added_tokens: ['<|startoftext|>', '<|endoftext|>'].map((t, i) => added(t, first + i)),
    pre_tokenizer: { type: 'Sequence', pretokenizers: [split(patterns.o200k), byteLevel({ use_regex: false, trim_offsets: false })] },
    decoder: byteLevel(), model,
  });
}

function sentencePieceBpe(text, merges) {
  const counts = words(text.replaceAll(' ', '▁'), /▁?[^▁\s]+|▁+/gu);
  const characters = new Map();
  for (const [word, count] of counts) for (const c of word) characters.set(c, (characters.get(c) ?? 0) + count);
  // Rare characters stay out, so that something falls back to bytes.
  const known = [...characters].filter(([, count]) => count > 3).map(([c]) => c);
  const learned = learnMerges(new Map([...counts].filter(([w]) => [...w].every(c => characters.get(c) > 3))), w => [...w], (a, b) => a + b, merges);
  const bytes = Array.from({ length: 256 }, (_, b) => `<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`);
  return bpe({ unk_token: '<unk>', fuse_unk: true, byte_fallback: true, vocab: vocabulary(['<unk>', '<s>', '</s>', ...bytes, '▁', ...learned.map(m => m.join('')), ...known]), merges: learned });
}

const llamaAdded = [added('<unk>', 0), added('<s>', 1), added('</s>', 2)];
const llamaTemplate = { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }], pair: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '<s>', type_id: 1 } }, { Sequence: { id: 'B', type_id: 1 } }], special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } } };
const llamaDecoder = { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] };

export function llama2(text, merges) {
  const model = sentencePieceBpe(text, merges);
  model.merges = model.merges.map(m => m.join(' '));
  return file({ added_tokens: llamaAdded, normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }] }, post_processor: llamaTemplate, decoder: llamaDecoder, model });
}

export function mistral(text, merges) {
  return file({ added_tokens: llamaAdded, pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false }, post_processor: llamaTemplate, decoder: llamaDecoder, model: sentencePieceBpe(text, merges) });
}

export function bert(text, merges) {
  const plain = text.normalize('NFD').replace(/\p{Mn}/gu, '').toLowerCase();
  const counts = words(plain, /[\p{Script=Han}]|[^\s\p{P}\p{Script=Han}]+|\p{P}/gu);
  const join = (a, b) => a + b.slice(2);
  const learned = learnMerges(counts, w => [...w].map((c, i) => i === 0 ? c : '##' + c), join, merges);
  const characters = [...new Set([...counts.keys()].flatMap(w => [...w]))];
  const vocab = vocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...characters, ...characters.map(c => '##' + c), ...learned.map(m => join(...m))]);
  const piece = (id, type_id) => ({ SpecialToken: { id, type_id } });
  return file({
    added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].map((t, i) => added(t, i)),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true }, pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'TemplateProcessing', single: [piece('[CLS]', 0), { Sequence: { id: 'A', type_id: 0 } }, piece('[SEP]', 0)], pair: [piece('[CLS]', 0), { Sequence: { id: 'A', type_id: 0 } }, piece('[SEP]', 0), { Sequence: { id: 'B', type_id: 1 } }, piece('[SEP]', 1)], special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } } },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab },
  });
}

// Rules in the manner of nmt_nfkc: full-width and compatibility characters, odd spaces, ligatures, compositions, and what vanishes.
export const rules = (() => {
  const from = new Map();
  for (let c = 0xA0; c < 0x30000; c++) {
    if (c >= 0xD800 && c < 0xE000) continue;
    if (c > 0x3400 && c < 0xF900) continue;
    const s = String.fromCodePoint(c), to = s.normalize('NFKC');
    if (to !== s && c < 0x2FFFF && (c < 0x3400 || c > 0xFA00) && !(c >= 0x1D400 && c < 0x1EF00)) from.set(s, to);
  }
  for (const base of 'aeiouAEIOUnc') for (const mark of '\u0300\u0301\u0302\u0303\u0308\u0327') { const s = base + mark; if (s.normalize('NFC') !== s) from.set(s, s.normalize('NFC')); }
  for (const c of [1, 2, 3, 4, 5, 6, 7, 8, 0xB, 0xE, 0xF, 0x10, 0x1F, 0x7F, 0x8F, 0x9F, 0xAD]) from.set(String.fromCodePoint(c), '');
  for (const c of [9, 0xA, 0xC, 0xD, 0x1680, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF]) from.set(String.fromCodePoint(c), ' ');
  return [...from];
})();

export function xlmr(text, pieces) {
  const counts = words(text.normalize('NFKC').replace(/\s+/g, ' ').replaceAll(' ', '▁'), /▁?[^▁]+/gu);
  const candidates = new Map();
  for (const [word, count] of counts) {
    const chars = [...word];
    for (let i = 0; i < chars.length; i++) for (let n = 1; n <= 6 && i + n <= chars.length; n++) { const s = chars.slice(i, i + n).join(''); candidates.set(s, (candidates.get(s) ?? 0) + count); }
  }
  const chosen = [...candidates].filter(([s, c]) => ([...s].length === 1 ? c > 2 : c > 5)).sort((a, b) => b[1] * [...b[0]].length - a[1] * [...a[0]].length || (a[0] < b[0] ? -1 : 1)).slice(0, pieces);
  const total = chosen.reduce((sum, [, c]) => sum + c, 0);
  const vocab = [['<s>', 0], ['<pad>', 0], ['</s>', 0], ['<unk>', 0], ...chosen.map(([s, c]) => [s, Math.round(Math.log(c / total) * 1e6) / 1e6]), ['<mask>', 0]];
  const last = vocab.length - 1;
  const special = id => ({ SpecialToken: { id, type_id: 0 } });
  const part = id => ({ Sequence: { id, type_id: 0 } });
  return file({
    added_tokens: [added('<s>', 0), added('<pad>', 1), added('</s>', 2), added('<unk>', 3), added('<mask>', last, { lstrip: true })],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'Precompiled', precompiled_charsmap: charsmap(rules) }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }] },
    post_processor: { type: 'TemplateProcessing', single: [special('<s>'), part('A'), special('</s>')], pair: [special('<s>'), part('A'), special('</s>'), special('</s>'), part('B'), special('</s>')], special_tokens: { '<s>': { id: '<s>', ids: [0], tokens: ['<s>'] }, '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] } } },
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    model: { type: 'Unigram', unk_id: 3, byte_fallback: false, vocab },
  });
}

// Pre-tokenizers that no well-known model has all of.
export function mixture(text) {
  const counts = words(text.toLowerCase(), /\p{L}+|\p{N}|[^\s\p{L}\p{N}]/gu);
  const tokens = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3000).map(([w]) => w);
  return file({
    added_tokens: [added('[UNK]', 0), added('New York', tokens.length + 1, { normalized: true, special: false, single_word: true }), added('<sep>', tokens.length + 2, { rstrip: true, lstrip: true })],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'Nmt' }, { type: 'NFKD' }, { type: 'StripAccents' }, { type: 'Lowercase' }, { type: 'Strip', strip_left: true, strip_right: true }] },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Whitespace' }, { type: 'UnicodeScripts' }, { type: 'Digits', individual_digits: true }, { type: 'Punctuation', behavior: 'MergedWithPrevious' }, { type: 'CharDelimiterSplit', delimiter: '_' }, { type: 'Split', pattern: { Regex: '(?<=[a-z])(?=[0-9])|[aeiou]{2,}|\\d+(?:[.,]\\d+)*' }, behavior: 'MergedWithNext', invert: false }] },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', 2], cls: ['[CLS]', 1] },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordLevel', vocab: vocabulary(['[UNK]', ...tokens]), unk_token: '[UNK]' },
  });
}
