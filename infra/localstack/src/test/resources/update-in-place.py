# Runs when LocalStack starts: lets it update functions with aliases. As on AWS, a resource is not replaced because it refers to
# one that changes in place, and an alias moves to another version.
from types import SimpleNamespace

from localstack.services.cloudformation.engine.v2.change_set_model import (
    ChangeSetModel,
    ChangeType,
    NodeIntrinsicFunction,
)
from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent
from localstack.services.lambda_.resource_providers.lambda_alias import LambdaAliasProvider

requires_replacement = ChangeSetModel._resolve_requires_replacement


def has_changed(value, resources):
    if not isinstance(value, NodeIntrinsicFunction) or value.arguments.change_type != ChangeType.UNCHANGED:
        return True
    return value.intrinsic_function == "Ref" and value.arguments.value not in resources


def without_references(self, node_properties, resource_type):
    resources = self._after_template["Resources"]
    changed = [each for each in node_properties.properties if has_changed(each.value, resources)]
    return requires_replacement(self, SimpleNamespace(properties=changed), resource_type)


def move_alias(self, request):
    alias = {**request.previous_state, **request.desired_state}
    request.aws_client_factory.lambda_.update_alias(
        **{name: alias[name] for name in ("FunctionName", "Name", "FunctionVersion")}
    )
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=alias)


ChangeSetModel._resolve_requires_replacement = without_references
LambdaAliasProvider.update = move_alias
