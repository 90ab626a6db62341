import Taro, { Component } from "@tarojs/taro";
import { View, Input } from "@tarojs/components";

export default class A extends Component {
  config = { navigationBarTitleText: "a" };

  state = { phone: "" };

  onPhone = (e) => {
    this.setState({ phone: e.detail.value });
  };

  save = () => {
    Taro.request({ url: "https://a.example.com/save", data: this.state }); // @host a.example.com; @sink phone network a.example.com/save
  };

  render() {
    return (
      <View>
        <Input placeholder="请输入手机号" onInput={this.onPhone} /> {/* @field [phone_number]; @source phone */}
        <View onClick={this.save}>保存</View>
      </View>
    );
  }
}
