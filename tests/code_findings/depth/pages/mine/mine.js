Page({
  go() { wx.navigateTo({ url: '../more/more?from=mine' }); },
});
