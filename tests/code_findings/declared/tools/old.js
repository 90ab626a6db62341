module.exports = {
  face() { wx.chooseMedia({}); }, // QY1011: no page asks for this file
};
