// miniprogram-simulate in jsdom, with a wx that remembers what was asked of it.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { JSDOM } = require('jsdom');
const dom = new JSDOM('<!doctype html><html><body></body></html>', { url: 'http://localhost/' });
for (const key of ['window', 'document', 'HTMLElement', 'Node', 'Event', 'CustomEvent', 'MutationObserver', 'getComputedStyle'])
  globalThis[key] = key === 'window' ? dom.window : dom.window[key];
globalThis.self = dom.window;
globalThis.localStorage = dom.window.localStorage;

export const simulate = require('miniprogram-simulate');
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../src');
export const consent = require('../src/core/consent.js');
export const service = require('../src/core/service.js');

export const state = { storage: new Map(), navigated: [], requests: [], gate: null, status: 200, answer: {}, phoned: [], copied: [] };
export function reset() {
  state.storage.clear();
  state.navigated.length = 0;
  state.requests.length = 0;
  state.gate = null;
  state.status = 200;
  state.answer = {};
  state.phoned.length = 0;
  state.copied.length = 0;
  globalThis.wx.onNeedPrivacyAuthorization = (listener) => { state.gate = listener; };
  service.configure(null);
}
Object.assign(globalThis.wx ?? (globalThis.wx = {}), {
  getStorageSync: (key) => state.storage.get(key) ?? '',
  setStorageSync: (key, value) => void state.storage.set(key, value),
  navigateTo: ({ url }) => void state.navigated.push(url),
  onNeedPrivacyAuthorization: (listener) => { state.gate = listener; },
  canIUse: () => false,
  makePhoneCall: ({ phoneNumber }) => void state.phoned.push(phoneNumber),
  setClipboardData: ({ data }) => void state.copied.push(data),
  request: (options) => { state.requests.push(options); options.success({ statusCode: state.status, data: state.answer }); },
});

export const legal = {
  program: '茶铺', version: '1.0.0', digest: 'd1', effective: '2026-12-08',
  summary: ['我们收集手机号，用于送货。'], changes: ['新增接收方：快递公司。'],
  documents: [{ title: '隐私政策', path: 'pages/legal/privacy-policy/privacy-policy' }, { title: '用户协议', path: 'pages/legal/user-agreement/user-agreement' }],
  contact: { email: 'a@example.com', phone: '0571-0000' }, rights: { days: 15 },
};

export function render(name, properties = {}) {
  const id = simulate.load(path.join(root, name, name), name, { compiler: 'simulate', rootPath: root });
  const component = simulate.render(id, { legal, ...properties });
  component.attach(document.createElement('div'));
  return component;
}
export const tick = () => new Promise((resolve) => setTimeout(resolve, 15));
export async function tap(component, selector) {
  const found = component.querySelector(selector);
  if (!found) throw new Error(`nothing at ${selector}: ${component.dom.innerHTML}`);
  found.dispatchEvent('tap');
  await tick();
}
export const text = (component) => component.dom.textContent;
