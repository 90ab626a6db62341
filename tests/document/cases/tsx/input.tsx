import { View, Text, ScrollView } from '@tarojs/components';

export default function Agreement({ name }: { name: string }) {
  return (
    <ScrollView scrollY className="agreement">
      <View className="page-title">青禾书店用户协议</View>
      {/* 注释不是协议 */}
      <View className="section-title">一、服务</View>
      <View className="p">我们提供<Text className="bold">图书销售</Text>服务，运营者是 {name}。</View>
      <View><Text>1. 价格以下单时页面显示的为准，付款成功后合同成立。</Text><Text>2. 缺货的，四十八小时内全额退款，并通过订单消息告诉您原因。</Text></View>
      <View className="section-title">二、责任</View>
      <View>因我们的过错造成您损失的，<b>我们依法赔偿</b>；法律另有规定的除外。{' '}双方应当通过协商解决争议。</View>
      <View onClick={() => Taro.showToast({ title: '已复制' })}>协商不成的，任何一方可以向有管辖权的人民法院起诉，也可以请求消费者协会调解。</View>
    </ScrollView>
  );
}
