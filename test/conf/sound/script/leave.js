logger.info('leave');
