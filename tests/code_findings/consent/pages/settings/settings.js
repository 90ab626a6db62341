Page({ data: { notice: true } });
