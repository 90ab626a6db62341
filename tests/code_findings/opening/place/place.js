function now() {
  wx.getLocation({ type: 'gcj02' }); // QY1001: from onLaunch by a module
}
function later() {
  wx.getLocation({ type: 'wgs84' }); // asked for by its callers: no finding
}
module.exports = { now, later };
