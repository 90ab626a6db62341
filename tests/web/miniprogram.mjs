// The pages for inside the mini program, run by glass-easel (the component framework of WeChat's own engine) in a real browser.
// What WeChat brings and a browser does not is given by the smallest stand-ins: scroll-view, text, navigator, page-meta.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shots, views } from './browser.mjs';
import { test } from './harness.mjs';

const require = createRequire(import.meta.url);
const { TmplGroup } = require('glass-easel-template-compiler');
const root = fileURLToPath(new URL('../publish/pages/expected/miniprogram/', import.meta.url));
const prefix = 'pages/legal';
const engine = readFileSync(join(require.resolve('glass-easel/package.json'), '../dist/glass_easel.all.es.js'), 'utf8');
const adapter = readFileSync(
  join(require.resolve('glass-easel-miniprogram-adapter/package.json'), '../dist/glass_easel_miniprogram_adapter.es.js'), 'utf8');

function compile(wxml) {
  const group = new TmplGroup();
  const warnings = group.addTmpl('', wxml);
  const code = group.getTmplGenObjectGroups();
  group.free();
  return { code, warnings };
}

const read = (name, extension) => readFileSync(join(root, prefix, name, `${name}.${extension}`), 'utf8');

// rem is WeChat's 16 px; @import stands in for what WeChat does when it builds.
function styles(name) {
  return read(name, 'wxss').replace(/@import "([^"]+)";/g, (_, path) => readFileSync(join(root, prefix, name, path), 'utf8'));
}

function shell(name) {
  const { code } = compile(read(name, 'wxml'));
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<style>html{font-size:16px}body{margin:0;font-family:"Noto Sans CJK SC",sans-serif}view,scroll-view,navigator{display:block}scroll-view{overflow-y:auto}
text{white-space:pre-line}page-meta{display:none}${styles(name)}</style>
<script type="importmap">{"imports":{"glass-easel":"/engine.mjs"}}</script></head><body><div id="root"></div>
<script type="module">
import { MiniProgramEnv, glassEasel } from '/adapter.mjs';
try {
const env = new MiniProgramEnv();
const space = env.createCodeSpace('', true);
const generated = (function () { return ${code} })();
const template = { groupList: generated, content: generated[''] };
const slot = (function () { return ${compile('<slot />').code} })();
// scroll-into-view is a property of the stand-in; setting it scrolls, as in WeChat.
for (const tag of ['view', 'text', 'navigator', 'page-meta', 'scroll-view']) {
  space.addComponentStaticConfig('builtin/' + tag, { virtualHost: false });
  space.addCompiledTemplate('builtin/' + tag, { groupList: slot, content: slot[''] });
  space.component('builtin/' + tag).definition({
    options: { externalComponent: false },
    properties: { scrollIntoView: String, scrollY: Boolean, scrollWithAnimation: Boolean, userSelect: Boolean, url: String,
      pageFontSize: String, rootFontSize: String, ariaRole: String },
    observers: { scrollIntoView(id) { if (id) setTimeout(() => document.getElementById(id).scrollIntoView()); } },
  }).register();
}
space.addComponentStaticConfig('page', { usingComponents: Object.fromEntries(
  ['view', 'text', 'navigator', 'page-meta', 'scroll-view'].map((tag) => [tag, '/builtin/' + tag])) });
space.addCompiledTemplate('page', template);
const query = Object.fromEntries(new URLSearchParams(location.search));
const Page = (options) => {
  const { data, onLoad, ...methods } = options;
  space.component('page').definition({ data, methods: { ...methods, onLoad }, lifetimes: { attached() { globalThis.page = this; onLoad?.call(this, query); } } }).register();
};
${read(name, 'js')}
const context = new glassEasel.CurrentWindowBackendContext();
context.onEvent((target, type, detail, options) => {
  const event = new glassEasel.Event(type, detail, options);
  glassEasel.Event.dispatchEvent(target, event);
  return event.defaultPrevented() ? 1 : 0;
});
const backend = env.associateBackend(context);
const rootComponent = backend.createRoot('body', space, 'page');
rootComponent.attach(document.body, document.getElementById('root'));
// The engine keeps ids to itself; the stand-in for scroll-view and the tests look them up in the document.
const shadow = globalThis.page._$.getShadowRoot();
for (const id of ${JSON.stringify([...read(name, 'wxml').matchAll(/ id="([^"]+)"/g)].map((match) => match[1]))})
  shadow.getElementById(id).getBackendElement().id = id;
globalThis.ready = true;
} catch (error) { globalThis.failure = String(error.stack || error); }
</script></body></html>`;
}

async function open(browser, name, options = {}, query = '') {
  const context = await browser.newContext({ ...views.phone, ...options });
  const page = await context.newPage();
  const files = { '/': ['text/html', shell(name)], '/engine.mjs': ['text/javascript', engine], '/adapter.mjs': ['text/javascript', adapter] };
  await page.route('http://pages.test/**', (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file ? route.fulfill({ contentType: file[0], body: file[1] }) : route.fulfill({ status: 404, body: '' });
  });
  await page.goto(`http://pages.test/${query}`);
  await page.waitForFunction(() => globalThis.ready || globalThis.failure, null, { timeout: 20_000 });
  const failure = await page.evaluate(() => globalThis.failure);
  if (failure) throw new Error(failure);
  return { context, page };
}

// Runs in the page: the element stands in the upper part of what is seen, or the text ends before it could.
function shows(id) {
  const box = document.querySelector('.legal-scroll');
  const top = document.getElementById(id)?.getBoundingClientRect().top;
  const atEnd = box.scrollTop > 0 && box.scrollTop + box.clientHeight >= box.scrollHeight - 1;
  return top !== undefined && top >= -1 && top < innerHeight * (atEnd ? 1 : 0.5);
}

export async function miniprogramTests(browser) {
  const names = ['privacy-policy', 'user-agreement'];
  for (const name of names) {
    test(`${name}: WeChat's own compiler has no complaint`, () => {
      const { warnings } = compile(read(name, 'wxml'));
      assert.deepEqual([...(warnings || [])].map((warning) => warning.message ?? String(warning)), []);
    });

    for (const colorScheme of ['light', 'dark']) {
      test(`${name}: runs and shows the whole text (${colorScheme})`, async () => {
        const { context, page } = await open(browser, name, { colorScheme });
        const shown = (await page.evaluate(() => document.body.innerText)).replace(/\s/g, '');
        const text = readFileSync(join(root, '..', `${name}.txt`), 'utf8');
        for (const line of text.split('\n')) {
          for (const part of line.split(/[；：]|^\s*(?:·|\d+\.)\s/)) {
            const wanted = part.replace(/\s/g, '');
            if (wanted) assert.ok(shown.includes(wanted), `not shown: ${part}`);
          }
        }
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
        await page.screenshot({ path: join(shots, `miniprogram-${name}-${colorScheme}.png`) });
        await page.evaluate(() => {
          for (const element of document.querySelectorAll('.legal')) element.style.position = 'static';
          for (const element of document.querySelectorAll('.legal-scroll')) element.style.height = 'auto';
        });
        await page.screenshot({ path: join(shots, `miniprogram-${name}-${colorScheme}-all.png`), fullPage: true });
        await context.close();
      });
    }
  }

  test('privacy-policy: a tap on the contents scrolls to the clause, twice in a row too', async () => {
    const { context, page } = await open(browser, 'privacy-policy');
    const entry = page.locator('.legal-toc-item', { hasText: '联系我们' });
    for (let i = 0; i < 2; i += 1) {
      await page.evaluate(() => { document.querySelector('.legal-scroll').scrollTop = 0; });
      await entry.tap();
      await page.waitForFunction(shows, 'pp-contact', { timeout: 5_000 });
    }
    await page.locator('.legal-back').tap();
    await page.waitForFunction(shows, 'toc', { timeout: 5_000 });
    await context.close();
  });

  test('privacy-policy: ?clause= opens at that clause', async () => {
    const { context, page } = await open(browser, 'privacy-policy', {}, '?clause=pp.rights');
    await page.waitForFunction(shows, 'pp-rights', { timeout: 5_000 });
    await context.close();
  });

  test('user-agreement: links to the policy lead to its page', async () => {
    const { context, page } = await open(browser, 'user-agreement');
    assert.ok(read('user-agreement', 'wxml').includes('url="/pages/legal/privacy-policy/privacy-policy?clause=pp.contact"'));
    assert.equal(await page.locator('.legal-link').first().innerText(), '隐私政策');
    await context.close();
  });

  test('every page named in the README is there', () => {
    const readme = readFileSync(join(root, prefix, 'README.md'), 'utf8');
    const named = [...readme.matchAll(/"(pages\/legal\/[\w/-]+)"/g)].map((match) => match[1]);
    assert.deepEqual(named, names.map((name) => `${prefix}/${name}/${name}`));
    for (const path of named)
      for (const extension of ['wxml', 'wxss', 'js', 'json']) assert.ok(existsSync(join(root, `${path}.${extension}`)), `${path}.${extension}`);
  });
}
