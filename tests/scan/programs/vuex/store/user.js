export default {
  namespaced: true,
  state: { phone: "" },
  mutations: {
    SET_PHONE(state, phone) {
      state.phone = phone;
    },
  },
  actions: {
    remember({ commit }, phone) {
      commit("SET_PHONE", phone);
    },
  },
  getters: {
    shownPhone: (state) => state.phone,
  },
};
