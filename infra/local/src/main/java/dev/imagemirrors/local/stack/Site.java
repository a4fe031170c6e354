package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.events.Buses;
import dev.imagemirrors.local.lambda.Functions;
import dev.imagemirrors.local.secrets.Secrets;
import dev.imagemirrors.local.sqs.Queues;
import dev.imagemirrors.local.template.Template;

/// The stack in one account and region: functions, buses, secrets, queues and event sources. Its
/// tables are in DynamoDB Local.
record Site(
    Scope scope,
    Template template,
    Functions functions,
    Buses buses,
    Secrets secrets,
    Queues queues,
    Drivers drivers)
    implements AutoCloseable {

  @Override
  public void close() {
    drivers.close();
  }
}
