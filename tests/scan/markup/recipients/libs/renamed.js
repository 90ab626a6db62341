/* A map kit under another name. */
var QQMapWX = function () {} // @recipient sdk qqmap
