// 协议页的页头：版本、生效日期、这一版有哪些变化；正文放在 slot 里（qiyue publish 生成的页面）。
Component({
  properties: { legal: { type: Object, value: {} }, title: { type: String, value: '' } },
  data: { shown: false },
  methods: {
    toggle() {
      this.setData({ shown: !this.data.shown });
    },
  },
});
