Page({ data: { phone: "" } });
