import { defineStore } from "pinia";
import { ref } from "vue";

export const useUser = defineStore("user", {
  state: () => ({ phone: "", place: null }),
  actions: {
    save() {
      return uni.request({ url: "https://api.example.org/save", data: { phone: this.phone } }); // @host api.example.org; @sink phone network api.example.org/save
    },
    locate(place) {
      this.place = place;
    },
  },
});

export const useCode = defineStore("code", () => {
  const code = ref("");
  const send = () => uni.request({ url: "https://api.example.org/code", data: { code: code.value } }); // @sink code network api.example.org/code
  const login = async () => {
    const answer = await uni.login(); // @use uni.login; @source code
    code.value = answer.code;
  };
  return { code, send, login };
});
