// “设置”或“我的”页面里的入口：协议、我的信息、重新选择、联系我们。
Component({
  properties: {
    legal: { type: Object, value: {} },
    myData: { type: String, value: '' }, // 我的信息页面的路径；空则不显示
  },
  methods: {
    openDocument(event) {
      const { path } = event.currentTarget.dataset;
      wx.navigateTo({ url: path.startsWith('/') ? path : `/${path}` });
    },
    chooseAgain() {
      this.triggerEvent('choose');
    },
    call() {
      wx.makePhoneCall({ phoneNumber: this.data.legal.contact.phone, fail() {} });
    },
    copy(event) {
      wx.setClipboardData({ data: event.currentTarget.dataset.text });
    },
  },
});
