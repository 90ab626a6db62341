// 隐私弹窗：第一次打开、或者有重大变更时征得同意；调用隐私接口时由平台触发，排队等一次回答。
// 拒绝有效，并且记住：同一版 48 小时内不再弹出，期间的调用直接按不同意处理。
const consent = require('../core/consent');
const service = require('../core/service');

Component({
  options: { addGlobalClass: false },
  properties: {
    legal: { type: Object, value: {} }, // { program, version, digest, summary: [], documents: [{ title, path }] }
    autoAsk: { type: Boolean, value: true }, // 打开页面时按状态询问
  },
  data: { open: false, reason: 'first', changes: [], native: false }, // native: 平台自己记录同意的按钮可用

  lifetimes: {
    created() {
      this.waiting = [];
    },
    attached() {
      this.listen();
      if (this.data.autoAsk) this.askWhenDue();
    },
    detached() {
      // 页面走了，没有回答就是没有同意。
      this.answer({ event: 'disagree' });
    },
  },

  pageLifetimes: {
    // 平台只认最后一次登记：从别的页面回来，由这一页接着回答。
    show() {
      this.listen();
    },
  },

  methods: {
    listen() {
      const native = typeof wx !== 'undefined' && typeof wx.onNeedPrivacyAuthorization === 'function';
      if (native) wx.onNeedPrivacyAuthorization((resolve, info) => this.needed(resolve, info));
      if (native !== this.data.native) this.setData({ native });
    },
    now() {
      return Date.now();
    },
    askWhenDue() {
      const state = consent.due(this.data.legal, this.now());
      if (state.action === 'ask') this.show(state.reason);
      return state;
    },
    // 平台在调用隐私接口前来问。
    needed(resolve, info) {
      const state = consent.due(this.data.legal, this.now());
      const remembered = state.reason === 'withdrawn' || (state.reason === 'refused' && !state.mayAskAgain);
      if (remembered && !this.data.open) {
        resolve({ event: 'disagree' });
        this.triggerEvent('refused', { remembered: true, api: info && info.referrer });
        return;
      }
      this.waiting.push(resolve);
      resolve({ event: 'exposureAuthorization' });
      this.show(state.reason === 'agreed' ? 'first' : state.reason);
    },
    show(reason) {
      this.setData({ open: true, reason, changes: reason === 'major' ? this.data.legal.changes || [] : [] });
    },
    // 用户自己要求重新选择（设置页里的入口）。
    reopen() {
      this.show('first');
    },
    answer(value) {
      const waiting = this.waiting;
      this.waiting = [];
      waiting.forEach((resolve) => resolve(value));
    },
    onAgree(event) {
      const value = consent.agree(this.data.legal, this.now());
      this.setData({ open: false });
      this.answer({ event: 'agree', buttonId: (event && event.currentTarget && event.currentTarget.id) || 'qy-agree' });
      service.consent(value);
      this.triggerEvent('agreed', value);
    },
    onRefuse() {
      const value = consent.refuse(this.data.legal, this.now());
      this.setData({ open: false });
      this.answer({ event: 'disagree' });
      service.consent(value);
      this.triggerEvent('refused', value);
    },
    openDocument(event) {
      const { path } = event.currentTarget.dataset;
      wx.navigateTo({ url: path.startsWith('/') ? path : `/${path}` });
    },
    keep() {}, // 弹窗下面的页面不跟着滚动
  },
});
