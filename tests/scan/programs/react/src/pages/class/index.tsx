import { Component } from "react";
import Taro from "@tarojs/taro";
import { View, Input, Button } from "@tarojs/components";
import { post } from "../../http";

export default class Index extends Component {
  state = { mail: "" };
  componentDidMount() {
    Taro.getLocation({ type: "gcj02" }).then((place) => post("/place", place)); // @use Taro.getLocation; @source place
  }
  onMail = (e) => {
    this.setState({ mail: e.detail.value });
  };
  submit() {
    post("/mail", { mail: this.state.mail });
  }
  render() {
    return (
      <View>
        <Input placeholder="请输入邮箱" onInput={this.onMail} /> {/* @field [email]; @source mail */}
        <Button onClick={this.submit.bind(this)}>提交</Button>
      </View>
    );
  }
}
