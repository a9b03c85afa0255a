angular.module('authrocket', []).directive('afterLogin', function () {
  return function (scope, element, attributes) {
    element[0].addEventListener('authrocket:done', function (event) {
      scope.$apply(function () {
        scope.$eval(attributes.afterLogin, { $result: event.detail });
      });
    });
  };
});
