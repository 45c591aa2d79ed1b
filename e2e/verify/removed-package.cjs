throw new Error(`the package ${process.env.WITHOUT_PACKAGE} was removed`);
