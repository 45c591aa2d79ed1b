import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { type AcknowledgeAlertRequest, type AlertResponse, type AlertWebhookResponse, tolerantValidator } from '#contracts';
import { ApiError, ContractBody, contractRef, ContractResponse, Permission, ProblemResponses } from '#http';
import { ReceiveAlerts } from './receive-alerts';

const FINGERPRINT = /^[A-Za-z0-9_-]{1,64}$/;
const readBody = tolerantValidator('AlertWebhookRequest');

export class AlertParams {
  @ApiProperty({ pattern: FINGERPRINT.source, description: "Alertmanager's fingerprint of the alert" })
  @Matches(FINGERPRINT, { message: 'fingerprint must be 1 to 64 letters, digits, dashes and underscores' })
  fingerprint!: string;
}

@ApiTags('alerts')
@Controller('v1/alerts')
export class AlertsController {
  constructor(private readonly alerts: ReceiveAlerts) {}

  @Permission('alerts:report')
  @Post('webhook')
  @HttpCode(200)
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Take alerts from Alertmanager',
    description:
      "The receiver of Alertmanager's webhook, version 4, up to 1,000 alerts and 4 MiB. The answer is sent when all of it is committed: each occurrence of an alert (fingerprint and `startsAt`) is one `alert.fired` and one `alert.resolved` in the log, however often and in whatever order it is told of, through however many gateways. Asks for a bearer token where `GATEWAY_ALERT_WEBHOOK_TOKEN` is set.",
  })
  @ApiBody({ required: true, schema: contractRef('AlertWebhookRequest') })
  @ContractResponse(200, 'AlertWebhookResponse', 'What became of the alerts; all of it is committed.')
  @ProblemResponses('malformed_json', 'validation_failed', 'unauthorized', 'payload_too_large', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  receiveAlerts(@Body() body: unknown, @Req() { correlationId }: FastifyRequest): Promise<AlertWebhookResponse> {
    const read = readBody(body);
    if (read.ok) return this.alerts.receive(read.value, correlationId);
    this.alerts.noteRefusedBody();
    const [first] = read.errors;
    throw new ApiError('validation_failed', { detail: `${first?.pointer ?? ''} ${first?.message ?? 'the body is no webhook of version 4'}`.trim(), errors: read.errors });
  }

  @Permission('alerts:acknowledge')
  @Post(':fingerprint/acknowledge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Acknowledge an alert', description: 'Says that somebody is on it: a critical alert is escalated otherwise. The first acknowledgement of an occurrence stays; repeating it changes nothing.' })
  @ContractResponse(200, 'AlertResponse', 'The alert, and who acknowledged it.')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'alert_resolved', 'unsupported_media_type', 'queue_full', 'store_unavailable')
  acknowledgeAlert(@Param() { fingerprint }: AlertParams, @ContractBody('AcknowledgeAlertRequest') body: AcknowledgeAlertRequest, @Req() { correlationId }: FastifyRequest): Promise<AlertResponse> {
    return this.alerts.acknowledge(fingerprint, body, correlationId);
  }
}
