import { PropsWithChildren } from "react";
import { useLaunch } from "@tarojs/taro";
export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {});
  return children;
}
