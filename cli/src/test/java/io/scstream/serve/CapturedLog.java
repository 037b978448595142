package io.scstream.serve;

import java.io.StringWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Everything that is logged meanwhile: of the project from DEBUG on, of others from INFO on. */
final class CapturedLog implements AutoCloseable {
  private static final String NAME = "captured";
  private static final String OURS = "io.scstream";

  private final StringWriter text = new StringWriter();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final LoggerConfig root = context.getConfiguration().getRootLogger();
  private final Level before = root.getLevel();

  private CapturedLog() {}

  static CapturedLog begin() {
    CapturedLog log = new CapturedLog();
    WriterAppender appender =
        WriterAppender.newBuilder()
            .setName(NAME)
            .setTarget(log.text)
            .setLayout(PatternLayout.newBuilder().setPattern("%p %c %m %ex%n").build())
            .build();
    appender.start();
    log.root.setLevel(Level.INFO);
    log.root.addAppender(appender, Level.ALL, null);
    log.context.getConfiguration().addLogger(OURS, new LoggerConfig(OURS, Level.DEBUG, true));
    log.context.updateLoggers();
    return log;
  }

  String text() {
    return text.toString();
  }

  void warn(String message) {
    LogManager.getLogger(CapturedLog.class).warn(message);
  }

  @Override
  public void close() {
    root.removeAppender(NAME);
    root.setLevel(before);
    context.getConfiguration().removeLogger(OURS);
    context.updateLoggers();
  }
}
