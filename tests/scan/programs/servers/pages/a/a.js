// Most of what is asked goes to the own server; what goes elsewhere once goes to somebody else.
const host = "https://www.shop.cn"; // @host www.shop.cn
const base = host.endsWith("/") ? host : host + "/";
const get = (url, data) => wx.request({ url, data }); // @sink nickname network www.shop.cn/api/me; @sink word network words.example-search.com/suggest
Page({
  data: { nickname: "", word: "" },
  save() {
    get(base + "api/me", { nickname: this.data.nickname });
    get(base + "api/goods");
    get(base + "api/cart");
    get(base + "api/order");
    get(base + "api/coupon");
    get(base + "api/address");
  },
  // Asked for a table, told nothing: nobody to be named.
  table() {
    get("https://tables.example-cdn.com/areas"); // @host tables.example-cdn.com
  },
  look() {
    get("https://words.example-search.com/suggest", { word: this.data.word }); // @host words.example-search.com; @foreign words.example-search.com
  },
  picture() {
    wx.chooseImage({ // @use wx.chooseImage; @source picture
      success(res) {
        wx.uploadFile({ url: "https://pictures.example-host.com/upload", filePath: res.tempFilePaths[0] }); // @host pictures.example-host.com; @foreign pictures.example-host.com; @sink picture network pictures.example-host.com/upload
      },
    });
  },
});
