Page({
  go() { wx.navigateTo({ url: '../mine/mine?from=index' }); },
});
