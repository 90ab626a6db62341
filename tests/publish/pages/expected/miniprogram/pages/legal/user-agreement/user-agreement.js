// 协议页面：目录跳转。打开时可带 ?clause=条款编号，直接到那一条。
Page({
  data: { target: '' },

  onLoad(query) {
    if (query && query.clause) this.show(String(query.clause).replace(/\./g, '-'));
  },

  jump(event) {
    this.show(event.currentTarget.dataset.target);
  },

  // 先清空再设置，连续两次跳到同一条也会滚动。
  show(target) {
    this.setData({ target: '' }, () => this.setData({ target }));
  },
});
