// The components of miniprogram/ in a real browser, run by glass-easel: what they look like and whether axe, a small screen and a large
// font find anything wrong. What WeChat brings and a browser does not is given by the smallest stand-ins.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shots, views } from './browser.mjs';
import { test } from './harness.mjs';

const require = createRequire(import.meta.url);
const { TmplGroup } = require('glass-easel-template-compiler');
const root = fileURLToPath(new URL('../../miniprogram/src/', import.meta.url));
const engine = readFileSync(join(require.resolve('glass-easel/package.json'), '../dist/glass_easel.all.es.js'), 'utf8');
const adapter = readFileSync(
  join(require.resolve('glass-easel-miniprogram-adapter/package.json'), '../dist/glass_easel_miniprogram_adapter.es.js'), 'utf8');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

function compile(wxml) {
  const group = new TmplGroup();
  group.addTmpl('', wxml);
  const code = group.getTmplGenObjectGroups();
  group.free();
  return code;
}

function styles(path) {
  return readFileSync(path, 'utf8').replace(/@import "([^"]+)";/g, (_, other) => styles(join(dirname(path), other)));
}

// CommonJS modules of the package, as one object.
function modules(names) {
  return names.map((name) => `${JSON.stringify(name)}: function (module, require) { ${readFileSync(join(root, `${name}.js`), 'utf8')} }`).join(',\n');
}

const tags = { view: 'view', text: 'text', button: 'button', 'scroll-view': 'scroll-view', textarea: 'textarea' };

function shell(name, { legal, properties = {}, rootFont, saved }) {
  const component = readFileSync(join(root, name, `${name}.js`), 'utf8');
  const attributes = Object.keys({ legal, ...properties }).map((key) => `${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}="{{${key}}}"`).join(' ');
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${name}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<style>html{font-size:${rootFont}px;color-scheme:light dark}body{margin:0;padding:16px;min-height:100vh;box-sizing:border-box;font-family:"Noto Sans CJK SC",sans-serif;background:#fff}
@media (prefers-color-scheme: dark){body{background:#15171b}}
view,scroll-view{display:block}scroll-view{overflow-y:auto}button{display:block;box-sizing:border-box;text-align:center;border:0;background:#f8f8f8;font:inherit}
textarea{display:block;font:inherit}${styles(join(root, name, `${name}.wxss`))}</style>
<script type="importmap">{"imports":{"glass-easel":"/engine.mjs"}}</script></head><body><main id="root"></main>
<script type="module">
import { MiniProgramEnv, glassEasel } from '/adapter.mjs';
try {
globalThis.called = [];
const store = new Map(${JSON.stringify(saved ? [['qiyue:consent', saved]] : [])});
globalThis.wx = {
  getStorageSync: (key) => store.get(key) ?? '', setStorageSync: (key, value) => void store.set(key, value), canIUse: () => false,
  navigateTo: ({ url }) => void called.push(url), onNeedPrivacyAuthorization: (listener) => { globalThis.need = listener; },
};
const files = { ${modules(['core/consent', 'core/service'])} };
const loaded = {};
const load = (path) => {
  const name = path.replace(/^(\\.\\.?\\/)+/, '').replace(/^(?!core\\/)/, 'core/');
  if (!loaded[name]) { const module = { exports: {} }; loaded[name] = module; files[name](module, load); }
  return loaded[name].exports;
};
const env = new MiniProgramEnv();
const space = env.createCodeSpace('', true);
const template = (name, code) => space.addCompiledTemplate(name, { groupList: code, content: code[''] });
const slot = (function () { return ${compile('<slot />')} })();
for (const tag of ${JSON.stringify(Object.keys(tags))}) {
  space.addComponentStaticConfig('builtin/' + tag, { virtualHost: false });
  template('builtin/' + tag, slot);
  space.component('builtin/' + tag).definition({ options: { externalComponent: false }, properties: {
    ariaRole: String, ariaLabel: String, ariaChecked: null, ariaExpanded: null, ariaModal: null, ariaHidden: null, openType: String, disabled: null,
    placeholder: String, value: String, scrollY: Boolean, userSelect: Boolean, maxlength: Number, catchtouchmove: String },
    // WeChat hands these to the system's screen reader; here they become what a browser's reads.
    observers: Object.fromEntries([['ariaRole', 'role'], ['ariaLabel', 'aria-label'], ['ariaChecked', 'aria-checked'], ['ariaExpanded', 'aria-expanded'],
      ['ariaModal', 'aria-modal'], ['ariaHidden', 'aria-hidden'], ['placeholder', 'placeholder']].map(([key, name]) => [key, function (value) {
      if (value !== '' && value !== null && value !== undefined) queueMicrotask(() => { this._$.$$?.setAttribute?.(name, String(value)); if (value === 'heading') this._$.$$?.setAttribute?.('aria-level', '2'); }); }])),
  }).register();
}
const using = Object.fromEntries(${JSON.stringify(Object.keys(tags))}.map((tag) => [tag, '/builtin/' + tag]));
space.addComponentStaticConfig('shown', { usingComponents: using });
template('shown', (function () { return ${compile(readFileSync(join(root, name, `${name}.wxml`), 'utf8'))} })());
const Component = (definition) => space.component('shown').definition(definition).register();
(function (require) { ${component} })(load);
space.addComponentStaticConfig('page', { usingComponents: { shown: '/shown' } });
template('page', (function () { return ${compile(`<shown ${attributes}><view>正文</view></shown>`)} })());
space.component('page').definition({ data: ${JSON.stringify({ legal, ...properties })} }).register();
const context = new glassEasel.CurrentWindowBackendContext();
context.onEvent((target, type, detail, options) => {
  const event = new glassEasel.Event(type, detail, options);
  glassEasel.Event.dispatchEvent(target, event);
  return event.defaultPrevented() ? 1 : 0;
});
const backend = env.associateBackend(context);
backend.createRoot('body', space, 'page').attach(document.body, document.getElementById('root'));
globalThis.ready = true;
} catch (error) { globalThis.failure = String(error.stack || error); }
</script></body></html>`;
}

export const legal = {
  program: '山野茶铺', version: '1.1.0', digest: 'd1', effective: '2026-12-08',
  summary: ['登录时取得您的手机号，作为账号。', '下单时收集收货人、地址和手机号，用于送货，保存到交易完成后3年。', '查找附近门店时取得位置，只在当次使用。', '与微信支付、腾讯位置服务共用完成功能所需的信息。'],
  changes: ['新增接收方：快递公司，用于配送。', '订单信息的保存时间改为3年。'],
  documents: [{ title: '隐私政策', path: 'pages/legal/privacy-policy/privacy-policy' }, { title: '用户协议', path: 'pages/legal/user-agreement/user-agreement' }],
  contact: { email: 'privacy@tea-shop.example.com', phone: '0571-88886666' }, rights: { days: 15 },
};
const agreed = (version) => ({ version, digest: 'd0', decision: 'agreed', at: 1 });

const cases = [
  { name: 'privacy-gate', label: 'first' },
  { name: 'privacy-gate', label: 'major', options: { saved: agreed('0.9.0') } },
  { name: 'update-notice', label: 'minor', options: { saved: agreed('1.0.0') } },
  { name: 'agree-check', label: 'empty' },
  { name: 'agree-check', label: 'ticked', act: async (page) => { await page.locator('.qy-box').tap(); } },
  { name: 'legal-links', label: 'all', options: { properties: { myData: 'pages/legal/my-data/my-data' } } },
  { name: 'my-data', label: 'list', options: { saved: agreed('1.1.0') } },
  { name: 'my-data', label: 'delete', act: async (page) => { await page.getByText('删除我的信息').tap(); } },
  { name: 'legal-page', label: 'changes', options: { properties: { title: '隐私政策' } }, act: async (page) => { await page.getByText('这一版有哪些变化').tap(); } },
];
const looks = [
  { look: 'light', colorScheme: 'light', rootFont: 16, view: views.phone },
  { look: 'dark', colorScheme: 'dark', rootFont: 16, view: views.phone },
  { look: 'large', colorScheme: 'light', rootFont: 26, view: views.small },
];

async function open(browser, name, { options = {}, act }, { colorScheme, rootFont, view }) {
  const context = await browser.newContext({ ...view, colorScheme });
  const page = await context.newPage();
  const html = shell(name, { legal, rootFont, ...options });
  const files = { '/': ['text/html', html], '/engine.mjs': ['text/javascript', engine], '/adapter.mjs': ['text/javascript', adapter] };
  await page.route('http://components.test/**', (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file ? route.fulfill({ contentType: file[0], body: file[1] }) : route.fulfill({ status: 404, body: '' });
  });
  await page.goto('http://components.test/');
  await page.waitForFunction(() => globalThis.ready || globalThis.failure, null, { timeout: 20_000 });
  const failure = await page.evaluate(() => globalThis.failure);
  if (failure) throw new Error(failure);
  // In WeChat a scroll-view is moved by touch and by the screen reader; a browser wants it to take the focus.
  await page.evaluate(() => { for (const box of document.querySelectorAll('scroll-view')) box.tabIndex = 0; });
  if (act) await act(page);
  await page.waitForTimeout(60);
  return { context, page };
}

export function componentTests(browser) {
  for (const one of cases) {
    for (const look of looks) {
      test(`${one.name} (${one.label}, ${look.look}): shown whole, axe finds nothing, nothing too small to tap`, async () => {
        const { context, page } = await open(browser, one.name, one, look);
        await page.screenshot({ path: join(shots, `component-${one.name}-${one.label}-${look.look}.png`) });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, 'wider than the screen');
        const small = await page.evaluate(() => [...document.querySelectorAll('button, .qy-link, .qy-row, .qy-box')]
          .map((element) => [element.textContent.trim().slice(0, 12), element.getBoundingClientRect()])
          .filter(([, box]) => box.height > 0 && box.height < 43.5).map(([text, box]) => `${text} ${box.height}`));
        assert.deepEqual(small, []);
        await page.addScriptTag({ content: axe });
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
        assert.deepEqual(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`), []);
        await context.close();
      });
    }
  }
}
