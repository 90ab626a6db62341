const BASE = "https://api.example.org"; // @host api.example.org
module.exports = {
  post(path, data) {
    return new Promise((resolve, reject) => {
      wx.request({ // @sink later network api.example.org/later; @sink shared network api.example.org/shared; @sink code network api.example.org/login
        url: BASE + path,
        data,
        success: (answer) => resolve(answer.data),
        fail: reject,
      });
    });
  },
};
