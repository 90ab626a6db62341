// 更新提示：一般变更告知一次；重大变更交给隐私弹窗重新征得同意（这里只在没有弹窗时兜底显示）。
const consent = require('../core/consent');

Component({
  properties: { legal: { type: Object, value: {} } },
  data: { open: false },
  lifetimes: {
    attached() {
      if (consent.due(this.data.legal, Date.now()).action === 'tell') this.setData({ open: true });
    },
  },
  methods: {
    close() {
      consent.told(this.data.legal);
      this.setData({ open: false });
      this.triggerEvent('told', { version: this.data.legal.version });
    },
    openDocument(event) {
      const { path } = event.currentTarget.dataset;
      wx.navigateTo({ url: path.startsWith('/') ? path : `/${path}` });
    },
  },
});
