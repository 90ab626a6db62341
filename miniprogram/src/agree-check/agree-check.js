// 登录、注册时的勾选框：永远从未勾选开始，由用户自己勾。
Component({
  // 放在 <form> 里时，随表单提交 name 和 value；不支持的环境里只是一个勾选框。
  behaviors: typeof wx !== 'undefined' && wx.canIUse && wx.canIUse('form') ? ['wx://form-field'] : [],
  properties: { legal: { type: Object, value: {} } },
  data: { checked: false, asked: false, names: '' },
  observers: {
    legal(legal) {
      this.setData({ names: ((legal && legal.documents) || []).map((one) => `《${one.title}》`).join('') });
    },
  },
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
