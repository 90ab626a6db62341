import Taro from "@tarojs/taro";
import { View } from "@tarojs/components";

export default function B() {
  return <View onClick={() => Taro.chooseImage({ count: 1 })}>选图</View>; // @use Taro.chooseImage
}
