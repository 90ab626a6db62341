Page({
  go() { wx.navigateTo({ url: '../legal/legal?from=company' }); },
});
