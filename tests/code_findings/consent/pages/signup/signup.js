Page({
  data: { isAgree: true, checked: false, showAgreement: true },
  toggle() { this.setData({ isAgree: !this.data.isAgree }); },
});
