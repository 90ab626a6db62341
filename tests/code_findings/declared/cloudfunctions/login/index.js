exports.main = async () => wx.getLocation({}); // not in the package: no finding
