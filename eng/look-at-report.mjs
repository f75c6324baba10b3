// Opens a report in Chromium as it is read (phone, desktop, desktop at night, printed page), takes pictures and checks what a person would stumble over.
//   node eng/look-at-report.mjs REPORT.html OUT [NAME]
// Writes NAME-phone.png, NAME-desktop.png, NAME-dark.png, NAME-print.png and NAME.pdf to OUT. Fails (exit code 1) when the page is wider than the window, text is cut off or
// lies outside the page, labels of a chart overlap, letters are too small, a link leads nowhere, a table is wider than a printed page, the first page does not fit on one, or axe-core finds a violation of WCAG 2.2 A or AA or of its best practices.
// Needs Debian's chromium and, anywhere above OUT or in NODE_MODULES, `npm i puppeteer-core@24 axe-core@4`.
import { createRequire } from 'node:module';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [report, out, name = 'report'] = process.argv.slice(2);
if (!report || !out || !existsSync(report)) {
  console.error('usage: node eng/look-at-report.mjs REPORT.html OUT [NAME]');
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const require = createRequire(process.env.NODE_MODULES ? join(resolve(process.env.NODE_MODULES), 'x.js') : join(resolve(out), 'x.js'));
const puppeteer = require('puppeteer-core');
const axe = require.resolve('axe-core/axe.min.js');

const views = [
  { view: 'phone', width: 375, height: 812, isMobile: true, hasTouch: true },
  { view: 'tablet', width: 768, height: 1024 },
  { view: 'desktop', width: 1440, height: 900 },
  { view: 'dark', width: 1440, height: 900, scheme: 'dark' },
  { view: 'phone-dark', width: 375, height: 812, isMobile: true, hasTouch: true, scheme: 'dark' },
  // A4 less its margins at 96 dots an inch.
  { view: 'print', width: 688, height: 1017, media: 'print' },
];

/** What a reader would stumble over, in words. Runs in the page. */
function faults(width, height) {
  const found = [], page = document.scrollingElement, seen = e => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  // A phone makes its window as wide as what does not fit, so that its own idea of the width says nothing.
  if (page.scrollWidth > width) found.push(`the page is ${page.scrollWidth} wide in a window of ${width}`);
  const what = e => `<${e.localName}${e.className && typeof e.className === 'string' ? ` class="${e.className}"` : ''}> "${e.textContent.trim().slice(0, 40)}"`;
  for (const e of document.querySelectorAll('body *')) {
    if (!seen(e) || e.closest('.skip, caption')) continue;
    const box = e.getBoundingClientRect();
    if (e.namespaceURI !== document.documentElement.namespaceURI && e.localName !== 'text') continue;
    if (e.localName === 'text' || !e.closest('.scroll')) {
      if (box.width > 0 && (box.right > width + 1 || box.left < -1)) found.push(`outside the page: ${what(e)} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
    if (e.localName !== 'text' && !e.matches('.scroll, html, body, nav') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).overflowX !== 'visible') found.push(`text is cut off: ${what(e)}`);
    if (e.localName === 'text' && parseFloat(getComputedStyle(e).fontSize) < 11) found.push(`letters too small: ${what(e)}`);
  }
  for (const svg of document.querySelectorAll('svg')) {
    if (svg.parentElement.closest('svg') || !seen(svg)) continue;
    const labels = [...svg.querySelectorAll('text')].filter(seen).map(t => ({ t, b: t.getBoundingClientRect() }));
    for (let i = 0; i < labels.length; i++) for (let j = 0; j < i; j++) {
      const a = labels[i].b, b = labels[j].b;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3) found.push(`labels overlap: "${labels[i].t.textContent}" and "${labels[j].t.textContent}"`);
    }
  }
  for (const region of document.querySelectorAll('.scroll')) {
    if (region.scrollWidth > region.clientWidth + 1 && seen(region)) {
      if (matchMedia('print').matches) found.push(`a table is wider than the printed page: ${region.getAttribute('aria-label')}`);
      else if (region.tabIndex < 0) found.push(`a table scrolls and cannot be reached by keyboard: ${region.getAttribute('aria-label')}`);
    }
  }
  const first = document.querySelector('.first');
  if (first && matchMedia('print').matches && first.getBoundingClientRect().bottom + scrollY > height) found.push(`the first page does not fit on a printed one: it ends at ${Math.round(first.getBoundingClientRect().bottom + scrollY)} of ${height}`);
  for (const a of document.querySelectorAll('a[href^="#"]')) if (!document.getElementById(decodeURIComponent(a.getAttribute('href').slice(1)))) found.push(`a link leads nowhere: ${a.getAttribute('href')}`);
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id), twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length) found.push(`an id stands twice: ${twice.join(', ')}`);
  return [...new Set(found)];
}

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--force-color-profile=srgb', '--hide-scrollbars'] });
let failures = 0;
for (const { view, scheme = 'light', media = 'screen', ...size } of views) {
  const page = await browser.newPage();
  // The page's own policy forbids scripts; the checks are none of the page's.
  await page.setBypassCSP(true);
  await page.setViewport({ deviceScaleFactor: 1, ...size });
  // Both at once: one sent after the other takes the first back.
  const devtools = await page.createCDPSession();
  await devtools.send('Emulation.setEmulatedMedia', { media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
  await page.goto(pathToFileURL(resolve(report)).href, { waitUntil: 'load' });
  if (!await page.evaluate((media, scheme) => matchMedia(media).matches && matchMedia(`(prefers-color-scheme:${scheme})`).matches, media, scheme)) throw new Error(`${view} is not shown as ${media}, ${scheme}`);
  if (media === 'print') await page.pdf({ path: join(out, `${name}.pdf`), format: 'A4', printBackground: true, preferCSSPageSize: true });
  await page.screenshot({ path: join(out, `${name}-${view}-first.png`) });
  const closed = await page.evaluate(faults, size.width, size.height);
  // What is folded up must hold too.
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => d.setAttribute('open', '')));
  const open = await page.evaluate(faults, size.width, size.height);
  await page.evaluate(() => document.querySelectorAll('details.arm, details.arm details').forEach(d => d.removeAttribute('open')));
  const tall = await page.evaluate(() => document.scrollingElement.scrollHeight);
  const step = 1500;
  for (let top = 0, part = 1; top < tall && part <= 30; top += step, part++) await page.screenshot({ path: join(out, `${name}-${view}-${part}.png`), clip: { x: 0, y: top, width: size.width, height: Math.min(step, tall - top) }, captureBeyondViewport: true });
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => d.setAttribute('open', '')));
  await page.addScriptTag({ path: axe });
  const { violations } = media === 'print' ? { violations: [] } : await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  for (const fault of new Set([...closed, ...open])) console.log(`${view}: ${fault}`);
  for (const v of violations) console.log(`${view}: axe ${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')}${v.nodes.length > 3 ? ` and ${v.nodes.length - 3} more` : ''}: ${v.nodes[0].any[0]?.message ?? v.nodes[0].all[0]?.message ?? v.nodes[0].none[0]?.message ?? ''}`);
  failures += new Set([...closed, ...open]).size + violations.length;
  console.log(`${view}: ${tall} pixels high, ${new Set([...closed, ...open]).size} faults, ${violations.length} axe violations`);
  await page.close();
}
await browser.close();
process.exit(failures === 0 ? 0 : 1);
