Page({
  go() { wx.navigateTo({ url: '../company/company?from=about' }); },
});
