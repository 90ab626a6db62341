Page({
  onLoad() { wx.getLocation(); }, // not the first page: the user went there
});
