exports.now = function () {
  return new Date();
};
