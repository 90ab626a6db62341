import { useLaunch } from "@tarojs/taro";

export default function App({ children }) {
  useLaunch(() => {
    wx.getLocation({}); // @use wx.getLocation
  });
  return children;
}
