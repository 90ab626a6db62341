import Taro, { Component } from "@tarojs/taro";

// Taro 1 and 2: the configuration is a field of the class, the file is plain JavaScript.
class App extends Component {
  config = {
    pages: ["pages/a/index"],
    window: { navigationBarTitleText: "classes" },
  };

  componentDidMount() {
    Taro.login().then((res) => Taro.setStorageSync("code", res.code)); // @use Taro.login; @source code; @sink code storage code
  }

  render() {
    return null;
  }
}

Taro.render(<App />, document.getElementById("app"));
