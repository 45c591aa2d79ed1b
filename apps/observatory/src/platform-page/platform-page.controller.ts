import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { OWN_ORIGIN_ONLY, PageHeaders, Public } from '#http';
import { ICON_SVG } from './icon';
import { PAGE_CSS } from './page.css';
import { PAGE_SCRIPT } from './page.script';

/** The page, made once at boot. */
export const PLATFORM_PAGE = Symbol('PLATFORM_PAGE');

const text = { schema: { type: 'string' } } as const;
/** Short, so that a new release shows soon; the page itself is asked for each time. */
const AN_HOUR = 'public, max-age=3600';

/** `GET /platform`: every user interface of the platform on one page, and how the platform is. */
@ApiTags('platform')
@Controller()
export class PlatformPageController {
  constructor(@Inject(PLATFORM_PAGE) private readonly page: string) {}

  @Public()
  @Get('platform')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-cache')
  @PageHeaders(OWN_ORIGIN_ONLY)
  @ApiOperation({ summary: 'All user interfaces of the platform on one page', operationId: 'readPlatformPage' })
  @ApiProduces('text/html')
  @ApiOkResponse({ description: 'the page', content: { 'text/html': text } })
  readPage(): string {
    return this.page;
  }

  @Public()
  @Get('platform/page.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', AN_HOUR)
  @ApiOperation({ summary: 'Style of the page', operationId: 'readPlatformStyle' })
  @ApiProduces('text/css')
  @ApiOkResponse({ description: 'the style', content: { 'text/css': text } })
  readStyle(): string {
    return PAGE_CSS;
  }

  @Public()
  @Get('platform/page.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', AN_HOUR)
  @ApiOperation({ summary: 'Script of the page: asks the observatory how it is', operationId: 'readPlatformScript' })
  @ApiProduces('text/javascript')
  @ApiOkResponse({ description: 'the script', content: { 'text/javascript': text } })
  readScript(): string {
    return PAGE_SCRIPT;
  }

  @Public()
  @Get('platform/icon.svg')
  @Header('content-type', 'image/svg+xml')
  @Header('cache-control', AN_HOUR)
  @ApiOperation({ summary: 'Icon of the page', operationId: 'readPlatformIcon' })
  @ApiProduces('image/svg+xml')
  @ApiOkResponse({ description: 'the icon', content: { 'image/svg+xml': text } })
  readIcon(): string {
    return ICON_SVG;
  }
}
