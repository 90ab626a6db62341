// 登录、注册时的勾选框：永远从未勾选开始，由用户自己勾。
Component({
  behaviors: typeof wx !== 'undefined' && wx.canIUse && wx.canIUse('component') ? ['wx://form-field'] : [],
  properties: { legal: { type: Object, value: {} } },
  data: { checked: false, asked: false },
  methods: {
    toggle() {
      const checked = !this.data.checked;
      this.setData({ checked, asked: false, value: checked });
      this.triggerEvent('change', { checked });
    },
    // 点登录前调用：没有勾选就提示并返回 false。
    require() {
      if (!this.data.checked) this.setData({ asked: true });
      return this.data.checked;
    },
    openDocument(event) {
      const { path } = event.currentTarget.dataset;
      wx.navigateTo({ url: path.startsWith('/') ? path : `/${path}` });
    },
  },
});
