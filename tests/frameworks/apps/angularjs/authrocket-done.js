angular.module('authrocket', []).directive('authrocketDone', function () {
  return function (scope, element, attributes) {
    element[0].addEventListener('authrocket:done', function (event) {
      scope.$apply(function () {
        scope.$eval(attributes.authrocketDone, { $result: event.detail });
      });
    });
  };
});
