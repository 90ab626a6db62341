Page({
  data: { agree: true, phone: '' },
  onAgree() { this.setData({ agree: !this.data.agree }); },
  onPhone(e) { this.setData({ phone: e.detail.value }); },
});
