// The self-contained page, as people open it: phone and desktop, light and dark, printed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shots, views } from './browser.mjs';
import { test } from './harness.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const pages = fileURLToPath(new URL('../publish/pages/expected/', import.meta.url));

async function open(browser, name, view, options = {}) {
  const context = await browser.newContext({ ...views[view], ...options });
  const requests = [];
  await context.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith('file:')) return route.continue();
    requests.push(url);
    return route.abort();
  });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(`file://${join(pages, name)}`);
  return { context, page, requests, errors };
}

const widest = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function violations(browser, name, view, colorScheme) {
  // axe needs to run its own script, which the page's policy forbids to the page itself.
  const { context, page } = await open(browser, name, view, { colorScheme, bypassCSP: true });
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  await context.close();
  return result.violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

export function htmlTests(browser) {
  for (const name of ['privacy-policy.html', 'user-agreement.html']) {
    for (const view of ['phone', 'small', 'desktop']) {
      for (const colorScheme of ['light', 'dark']) {
        test(`${name}: ${view}, ${colorScheme}: fits, asks nothing of the network`, async () => {
          const { context, page, requests, errors } = await open(browser, name, view, { colorScheme });
          assert.equal(await widest(page), 0, 'the page scrolls sideways');
          assert.deepEqual(requests, []);
          assert.deepEqual(errors, []);
          await page.screenshot({ path: join(shots, `${name}-${view}-${colorScheme}.png`), fullPage: view !== 'small' });
          await context.close();
        });
      }
    }
    test(`${name}: no violation of WCAG 2.2 AA found by axe`, async () => {
      for (const [view, scheme] of [['phone', 'light'], ['phone', 'dark'], ['desktop', 'light'], ['desktop', 'dark']])
        assert.deepEqual(await violations(browser, name, view, scheme), [], `${view}, ${scheme}`);
    });
    test(`${name}: every entry of the contents leads to its clause`, async () => {
      const { context, page } = await open(browser, name, 'phone');
      const links = await page.$$eval('nav a', (all) => all.map((a) => a.getAttribute('href')));
      assert.ok(links.length >= 3);
      for (const link of links) {
        const found = await page.evaluate((id) => document.getElementById(id)?.querySelector('h2,h3')?.textContent ?? '', link.slice(1));
        assert.notEqual(found, '', `${link} leads nowhere`);
      }
      await context.close();
    });
  }

  test('privacy-policy.html: text is large enough for old eyes and follows the reader', async () => {
    const { context, page } = await open(browser, 'privacy-policy.html', 'phone');
    const size = (selector) => page.$eval(selector, (element) => Number.parseFloat(getComputedStyle(element).fontSize));
    assert.ok((await size('main p')) >= 18);
    assert.ok((await size('td')) >= 16);
    await page.evaluate(() => { document.documentElement.style.fontSize = '24px'; });
    assert.ok((await size('main p')) >= 26);
    assert.equal(await widest(page), 0);
    await context.close();
  });

  test('privacy-policy.html: a table is cards on a phone and a grid on a desktop', async () => {
    const phone = await open(browser, 'privacy-policy.html', 'phone');
    const card = await phone.page.$eval('tbody td:nth-child(2)', (cell) => ({
      display: getComputedStyle(cell).display, label: getComputedStyle(cell, '::before').content }));
    assert.equal(card.display, 'block');
    assert.equal(card.label, '"信息"');
    await phone.context.close();
    const desktop = await open(browser, 'privacy-policy.html', 'desktop');
    assert.equal(await desktop.page.$eval('tbody td', (cell) => getComputedStyle(cell).display), 'table-cell');
    await desktop.context.close();
  });

  test('privacy-policy.html: a link to one clause opens there', async () => {
    const { context, page } = await open(browser, 'privacy-policy.html#pp.contact', 'phone');
    await page.waitForFunction(() => {
      const { top } = document.getElementById('pp.contact').getBoundingClientRect();
      return top >= -1 && top < innerHeight / 2;
    }, null, { timeout: 5_000 });
    await context.close();
  });

  test('privacy-policy.html: what is still to be filled in is marked', async () => {
    const { context, page } = await open(browser, 'privacy-policy.html', 'phone');
    assert.equal(await page.$eval('mark', (mark) => mark.textContent), '待填写');
    await context.close();
  });

  test('privacy-policy.html: prints without contents and buttons', async () => {
    const { context, page } = await open(browser, 'privacy-policy.html', 'desktop');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.$eval('nav', (nav) => getComputedStyle(nav).display), 'none');
    assert.equal(await page.$eval('.back', (back) => getComputedStyle(back).display), 'none');
    const pdf = await page.pdf({ format: 'A4' });
    assert.ok(pdf.length > 10_000);
    await context.close();
  });

  test('user-agreement.html: the other document is one tap away', async () => {
    const { context, page } = await open(browser, 'user-agreement.html', 'phone');
    assert.equal(await page.$eval('main a', (link) => link.getAttribute('href')), 'privacy-policy.html#pp.contact');
    await context.close();
  });
}
