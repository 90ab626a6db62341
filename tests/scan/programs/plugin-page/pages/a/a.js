const key = "XXXXX-XXXXX";
const begin = JSON.stringify({ latitude: 39.9, longitude: 116.3 }); // @source begin
Page({
  data: { city: "" },
  choose() {
    wx.navigateTo({ // @use plugin://chooseLocation/index; @sink begin sdk; @sink city sdk
      url: `plugin://chooseLocation/index?key=${key}&location=${begin}&city=${this.data.city}`,
    });
  },
});
