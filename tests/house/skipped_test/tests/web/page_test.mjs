test.skip('page', () => {});
