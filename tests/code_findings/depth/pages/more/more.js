Page({
  go() { wx.navigateTo({ url: '../about/about?from=more' }); },
});
