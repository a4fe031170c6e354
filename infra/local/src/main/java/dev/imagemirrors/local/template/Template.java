package dev.imagemirrors.local.template;

import java.util.List;

/// The resources of the template that the local stack supports, resolved for one account and
/// region.
public record Template(
    List<FunctionResource> functions,
    List<ApiRoute> routes,
    List<GatewayResponse> gatewayResponses,
    List<BusRule> rules,
    List<Schedule> schedules,
    List<QueueTrigger> queueTriggers,
    List<StreamTrigger> streamTriggers,
    List<TableResource> tables,
    List<QueueResource> queues,
    List<SecretResource> secrets,
    List<String> buses) {}
