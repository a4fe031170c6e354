package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.aws.Place;
import dev.imagemirrors.local.events.Buses;
import dev.imagemirrors.local.lambda.AsyncInvocations;
import dev.imagemirrors.local.lambda.Functions;
import dev.imagemirrors.local.secrets.Secrets;
import dev.imagemirrors.local.template.Template;

/// The stack in one account and region, with its own functions, buses and secrets; its tables are
/// in DynamoDB Local.
record Site(Place place, Template template, Functions functions, Buses buses, Secrets secrets) {
  static Site of(
      Place place,
      Template template,
      AsyncInvocations async,
      String endpoint,
      StackOptions options) {
    var functions = new Functions(template.functions(), place, endpoint, options.out());
    return new Site(
        place,
        template,
        functions,
        new Buses(template, functions, async),
        new Secrets(template.secrets(), options.secrets()));
  }
}
