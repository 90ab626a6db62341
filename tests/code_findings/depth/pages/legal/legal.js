Page({
  go() { wx.navigateTo({ url: '../privacy/privacy?from=legal' }); },
});
