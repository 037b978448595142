package io.scstream.serve;

import io.javalin.router.JavalinDefaultRoutingApi;

/** Some routes of the server. */
interface Routes {
  /** Adds them, each with the role that it wants. */
  void define(JavalinDefaultRoutingApi routes);
}
